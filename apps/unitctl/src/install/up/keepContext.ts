import type { Contexts } from '../../context/Contexts.js';
import type { Installation } from './Installation.js';

const NAME = 'local';

/** The contexts with one for this installation, and what there is to say about it. */
export interface KeptContext {
  /** Undefined if nothing changes. */
  readonly contexts: Contexts | undefined;
  readonly remark: string;
}

/** Adds the context `local`, unless there is one of another installation. Pure. */
export function keepContext(contexts: Contexts, { port, hostTokenFile, operatorKeyFile }: Installation): KeptContext {
  const known = contexts.contexts[NAME];
  const context = {
    host_url: `ws://127.0.0.1:${port}`,
    host_token_file: hostTokenFile,
    operator_key_file: operatorKeyFile,
  };
  if (known && !('host_token_file' in known && known.host_token_file === hostTokenFile)) {
    const remark = `the context ${NAME} belongs to another installation and stays as it is; for this one: unitctl context add`;
    return {
      contexts: undefined,
      remark: `${remark} <name> --host-url ${context.host_url} --token-file ${hostTokenFile} --operator-key-file ${operatorKeyFile}`,
    };
  }
  const remark = `unitctl on this machine talks to it by the context ${NAME}`;
  return {
    contexts: { current: contexts.current ?? NAME, contexts: { ...contexts.contexts, [NAME]: context } },
    remark,
  };
}
