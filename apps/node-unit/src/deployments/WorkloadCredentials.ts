import { createKeyPair, issueWorkloadCredential, type KeyPair } from '@node-unit/credentials';
import type { Deployment } from '@node-unit/deployment';
import { BehaviorSubject, type Observable } from 'rxjs';

/** The options with which a process joins the host as a workload. */
export interface WorkloadIdentity {
  readonly privateKey: string;
  /** Used instead of the host token. */
  readonly credential: string;
}

/**
 * The identities of the processes that this node-unit runs. Each start gets a new key and a credential for it. The host
 * accepts the credential only while the key is among {@link WorkloadCredentials.terminalIds$}.
 */
export class WorkloadCredentials {
  readonly #nodeUnit: KeyPair;
  readonly #byDeployment = new Map<string, string>();
  readonly #terminalIds$ = new BehaviorSubject<readonly string[]>([]);

  public constructor(nodeUnit: KeyPair) {
    this.#nodeUnit = nodeUnit;
  }

  /** The terminal IDs of the processes that may connect now; replays the current value. */
  public get terminalIds$(): Observable<readonly string[]> {
    return this.#terminalIds$.asObservable();
  }

  /** Creates an identity for a start of this deployment and revokes the previous one. */
  public issue({ id, claimEpoch }: Pick<Deployment, 'id' | 'claimEpoch'>): WorkloadIdentity {
    const { publicKey, privateKey } = createKeyPair();
    const claims = { terminalId: publicKey, deploymentId: id, claimEpoch };
    this.#byDeployment.set(id, publicKey);
    this.#publish();
    return { privateKey, credential: issueWorkloadCredential(claims, this.#nodeUnit) };
  }

  /** Revokes the identity of a deployment that has no running process. */
  public revoke(deploymentId: string): void {
    if (this.#byDeployment.delete(deploymentId)) this.#publish();
  }

  #publish(): void {
    this.#terminalIds$.next([...this.#byDeployment.values()]);
  }
}
