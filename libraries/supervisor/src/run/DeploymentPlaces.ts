import type { UserPlace, UserPlaces } from '../users/UserPlaces.js';

/** The user and the home of each deployment, from its first process until it leaves this node-unit. */
export class DeploymentPlaces {
  private readonly places = new Map<string, Promise<UserPlace>>();

  public constructor(
    private readonly users: UserPlaces,
    private readonly onFailure: (deploymentId: string, error: Error) => void,
  ) {}

  /** Rejects if there is no user left; may be asked again. */
  public of(id: string): Promise<UserPlace> {
    const known = this.places.get(id);
    if (known !== undefined) return known;
    const place = this.users.take(id);
    this.places.set(id, place);
    place.catch(() => this.places.delete(id));
    return place;
  }

  /** Only when no process of the deployment is left. Never rejects. */
  public async leave(id: string): Promise<void> {
    const place = this.places.get(id);
    this.places.delete(id);
    await place?.then(
      (found) => found.leave().catch((error: Error) => this.onFailure(id, error)),
      () => undefined,
    );
  }

  public async leaveAll(): Promise<void> {
    await Promise.all([...this.places.keys()].map((id) => this.leave(id)));
  }
}
