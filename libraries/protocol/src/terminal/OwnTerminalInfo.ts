import type { ServiceInfo, TerminalInfo } from '../wire/TerminalInfo.js';

/** The announcement of this terminal. */
export class OwnTerminalInfo {
  readonly #terminalId: string;
  readonly #name: string;
  readonly #fixedTags: Readonly<Record<string, string>>;
  readonly #createdAt = Date.now();
  #tags: Readonly<Record<string, string>>;

  public constructor(terminalId: string, name: string, tags: Readonly<Record<string, string>>) {
    this.#terminalId = terminalId;
    this.#name = name;
    this.#fixedTags = { terminal_public_key: terminalId };
    this.#tags = { ...tags, ...this.#fixedTags };
  }

  /** Whether the change had an effect. */
  public mergeTags(tags: Readonly<Record<string, string>>): boolean {
    const before = this.#tags;
    this.#tags = { ...before, ...tags, ...this.#fixedTags };
    return Object.entries(this.#tags).some(([tag, value]) => before[tag] !== value);
  }

  public describe(serviceInfo: Readonly<Record<string, ServiceInfo>>): TerminalInfo {
    return {
      name: this.#name,
      tags: this.#tags,
      terminal_id: this.#terminalId,
      serviceInfo,
      created_at: this.#createdAt,
      updated_at: Date.now(),
    };
  }
}
