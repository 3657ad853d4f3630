/** Lets each hear a value, one after the other. */
export function inTurn<Value>(...hear: readonly ((value: Value) => void)[]): (value: Value) => void {
  return (value) => hear.forEach((each) => each(value));
}
