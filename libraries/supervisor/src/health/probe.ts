import type { HealthCheck } from '@node-unit/deployment';
import { get } from 'node:http';
import { connect } from 'node:net';

/** Runs a command beside the process that is checked; gives why it failed. */
export type ProbeCommand = (command: readonly string[], signal: AbortSignal) => Promise<string | undefined>;

/** Asks once whether a process is well; gives why it is not. Never takes longer than the timeout of the check. */
export async function probe(
  { probe: question, timeoutMs }: HealthCheck,
  runCommand: ProbeCommand,
  stopped: AbortSignal,
): Promise<string | undefined> {
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), stopped]);
  try {
    switch (question.kind) {
      case 'http':
        return await probeHttp(question.url, signal);
      case 'tcp':
        return await probeTcp(question.port, signal);
      case 'command':
        return await runCommand(question.command, signal);
    }
  } catch (error) {
    return signal.aborted ? `${describe(question)} took longer than ${timeoutMs} ms` : describeFault(question, error);
  }
}

function probeHttp(url: string, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const request = get(url, { signal, agent: false }, (response) => {
      const { statusCode = 0 } = response;
      response.destroy();
      resolve(statusCode >= 200 && statusCode < 400 ? undefined : `GET ${url} was answered ${statusCode}`);
    });
    request.on('error', reject);
  });
}

function probeTcp(port: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: 'localhost', signal });
    socket.on('error', reject);
    socket.on('connect', () => {
      socket.destroy();
      resolve(undefined);
    });
  });
}

function describe(question: HealthCheck['probe']): string {
  switch (question.kind) {
    case 'http':
      return `GET ${question.url}`;
    case 'tcp':
      return `a connection to port ${question.port}`;
    case 'command':
      return `the command ${JSON.stringify(question.command[0])}`;
  }
}

function describeFault(question: HealthCheck['probe'], error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return `${describe(question)} failed (${message === '' ? code : message})`;
}
