import { execaSync } from "execa";
import { localClusterObstacle } from "../local/obstacle.js";

/** Whether a docker daemon answers that is not ours. */
export const usersDockerAnswers = (): boolean =>
  !execaSync("docker", ["version"], { reject: false, timeout: 10_000 }).failed;

/** Why this machine cannot have a kind cluster, if so. */
export function kindClusterObstacle(): string | undefined {
  if (usersDockerAnswers()) return undefined;
  const obstacle = localClusterObstacle();
  return obstacle && `no docker daemon answers, and to start one, ${obstacle}`;
}
