/** Ignored by the watcher, so that a signal to the whole group reaches the command only. */
const SIGNALS = 'HUP INT QUIT TERM USR1 USR2 ALRM TSTP TTIN TTOU';

/**
 * A program for `/bin/sh -c` that puts a watcher into the process group of a command and then becomes that command.
 * Its arguments: the run's id, the words that drop privileges (may be empty), the user id that nobody else has (may be
 * empty), the script and the words of a `CommandStart`, the command, the command's arguments.
 *
 * @remarks
 * File descriptor 3 is a socket whose other end only the agent holds; it ends when the agent ends, by whatever signal.
 * The watcher then kills the command, every process that carries the run's id in its environment (so those that left
 * the group, too), every process of the dedicated user, and at last the group with itself. It lives until then, which
 * also keeps the group's number taken.
 *
 * No moment is unguarded: the watcher exists before the command, and the line written to the socket ends the shell
 * if the agent is already gone. To the agent that line says that signals reach the command from now on.
 *
 * The watcher keeps the agent's user, so a command that runs as another user can neither end nor stop it. Therefore this
 * program must not see the environment of the command, which may name libraries to load; it has a `PATH` and no more.
 * `kill -1` reaches all processes of a user at once, which a loop over a list does not if they multiply. It runs as
 * the dedicated user and so reaches nobody else.
 *
 * The watcher's own environment has no run id, so that it does not kill itself before its work is done. It is nobody's
 * child: a command that waits for all its children does not wait for the watcher.
 */
export const GUARDED_START = `
run_id=$1 drop=$2 uid=$3 start=$4
shift 4
trap '' ${SIGNALS}
(
  {
    while read -r line; do :; done
    kill -s KILL "$$"
    pass=0
    while [ "$pass" -lt 100 ]; do
      strays=$(grep -lszxF -e "NODE_UNIT_RUN_ID=$run_id" /proc/[0-9]*/environ)
      if [ -n "$uid" ]; then
        $drop /bin/sh -c 'kill -s KILL -- -1'
        owned=$(grep -lsE "^Uid:.*[[:space:]]$uid([[:space:]]|$)" /proc/[0-9]*/status)
        [ -z "$owned" ] || strays="$strays $(grep -LsE '^State:[[:space:]]*[ZX]' $owned)"
      fi
      [ -n "$(echo $strays)" ] || break
      for stray in $strays; do
        stray=\${stray#/proc/}
        kill -s KILL "\${stray%%/*}"
      done
      pass=$((pass + 1))
    done
    kill -s KILL -- "-$$"
  } <&3 >/dev/null 2>&1 4<&- &
)
trap - ${SIGNALS}
echo >&3
exec $drop /bin/sh -c "$start" sh "$run_id" "$@" 3<&-
`;
