import { createKeyPair, issueWorkloadCredential, type KeyPair } from '@node-unit/credentials';
import type { Deployment } from '@node-unit/deployment';
import { BehaviorSubject, type Observable } from 'rxjs';

/** What a process needs to join the host as a workload. */
export interface WorkloadIdentity {
  readonly privateKey: string;
  /** In place of the host token. */
  readonly credential: string;
}

/**
 * The identities of the processes that this node-unit runs: each start has a new key and a credential for it, and the host
 * accepts the credential only while the key is among {@link WorkloadCredentials.terminalIds$}.
 */
export class WorkloadCredentials {
  readonly #nodeUnit: KeyPair;
  readonly #byDeployment = new Map<string, string>();
  readonly #terminalIds$ = new BehaviorSubject<readonly string[]>([]);

  public constructor(nodeUnit: KeyPair) {
    this.#nodeUnit = nodeUnit;
  }

  /** The terminal ids of the processes that may connect now; replays. */
  public get terminalIds$(): Observable<readonly string[]> {
    return this.#terminalIds$.asObservable();
  }

  /** An identity for a start of this deployment; the one of its last start ends. */
  public issue({ id, claimEpoch }: Pick<Deployment, 'id' | 'claimEpoch'>): WorkloadIdentity {
    const { publicKey, privateKey } = createKeyPair();
    const claims = { terminalId: publicKey, deploymentId: id, claimEpoch };
    this.#byDeployment.set(id, publicKey);
    this.#publish();
    return { privateKey, credential: issueWorkloadCredential(claims, this.#nodeUnit) };
  }

  /** No process of this deployment runs any more. */
  public revoke(deploymentId: string): void {
    if (this.#byDeployment.delete(deploymentId)) this.#publish();
  }

  #publish(): void {
    this.#terminalIds$.next([...this.#byDeployment.values()]);
  }
}
