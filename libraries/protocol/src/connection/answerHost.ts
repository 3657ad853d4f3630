import { answerChallenge, type KeyPair } from '@node-unit/credentials';

import { decodeFrame } from '../wire/decodeFrame.js';
import { encodeFrame } from '../wire/encodeFrame.js';
import { AUTHENTICATE, HOST_ID } from '../wire/hostServices.js';
import { isRecord } from '../wire/isRecord.js';

/** A challenge of a host is 32 bytes in base58; nothing longer is signed. */
const MAX_CHALLENGE_LENGTH = 64;

/** What a terminal answers with. */
export interface AnswerOptions {
  readonly keyPair: KeyPair;
  readonly token: string | undefined;
  /** Tells the host that connections belong to one terminal, and not to another process with the same key. */
  readonly run: string;
}

/** The frame that answers the host's challenge, or `undefined` if the text is none. */
export function answerHost(text: string, { keyPair, token, run }: AnswerOptions): string | undefined {
  const frame = decodeFrame(text);
  if (frame.kind === 'malformed' || frame.message?.method !== AUTHENTICATE) return undefined;
  const { req, trace_id, seq_id, source_terminal_id } = frame.message;
  const challenge = isRecord(req) ? req['challenge'] : undefined;
  if (typeof challenge !== 'string' || challenge.length > MAX_CHALLENGE_LENGTH) return undefined;
  if (source_terminal_id !== HOST_ID) return undefined;
  return encodeFrame({
    res: { code: 0, message: 'OK', data: { ...answerChallenge(challenge, keyPair, token), run } },
    done: true,
    trace_id,
    seq_id: seq_id + 1,
    method: AUTHENTICATE,
    source_terminal_id: keyPair.publicKey,
    target_terminal_id: HOST_ID,
  });
}
