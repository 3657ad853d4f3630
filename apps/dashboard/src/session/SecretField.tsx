interface Props {
  readonly label: string;
  readonly name: string;
  /** ID of the text that explains it. */
  readonly helpId: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** A secret that browsers neither show nor keep. */
export function SecretField({ label, name, helpId, value, onValue }: Props) {
  return (
    <label>
      {label}
      <input
        type="password"
        name={name}
        autocomplete="off"
        aria-describedby={helpId}
        value={value}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
    </label>
  );
}
