import type { Readable } from 'node:stream';

/**
 * The last bytes that came, whatever was there before them: what a program prints does not grow this process.
 */
export class OutputTail {
  private chunks: Buffer[] = [];
  private size = 0;

  public constructor(private readonly limitBytes: number) {}

  public add(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size > 2 * this.limitBytes) this.cut();
  }

  public readFrom(stream: Readable | null): void {
    stream?.on('data', (chunk: Buffer) => this.add(chunk));
  }

  public text(): string {
    this.cut();
    return Buffer.concat(this.chunks).toString('utf8');
  }

  public lastLines(count: number): string {
    return this.text().trim().split('\n').slice(-count).join('\n');
  }

  /** A copy, so that no large chunk is kept for its last bytes. */
  private cut(): void {
    if (this.size <= this.limitBytes) return;
    const rest = Buffer.from(Buffer.concat(this.chunks).subarray(-this.limitBytes));
    this.chunks = [rest];
    this.size = rest.length;
  }
}
