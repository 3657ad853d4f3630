import { messageOf } from '@node-unit/basics';

import type { ClaimPolicyContext } from './ClaimPolicy.js';

/**
 * A setting of a policy: an environment variable of the node-unit.
 *
 * @public
 */
export interface PolicySetting<Value = unknown> {
  /** The name of the variable. */
  readonly name: string;
  /** One sentence: meaning and unit. */
  readonly description: string;
  /** The value if the variable is unset, empty or blank. */
  readonly defaultText: string;
  /** Parses the value; throws an error that states what was expected. */
  readonly read: (text: string) => Value;
}

/**
 * The value of a setting.
 *
 * @throws Error that names the variable, its value and what was expected
 *
 * @public
 */
export function readPolicySetting<Value>(setting: PolicySetting<Value>, env: ClaimPolicyContext['env']): Value {
  const { name, defaultText, read } = setting;
  const text = env[name]?.trim() || defaultText;
  try {
    return read(text);
  } catch (cause) {
    throw new Error(`${name}=${JSON.stringify(text)} is not allowed: ${messageOf(cause)}`, { cause });
  }
}
