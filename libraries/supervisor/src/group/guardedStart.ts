/** Ignored by the watcher, so that a signal to the whole group reaches the command only. */
const SIGNALS = 'HUP INT QUIT TERM USR1 USR2 ALRM TSTP TTIN TTOU';

/**
 * A program for `/bin/sh -c` that puts a watcher into the process group of a command and then becomes that command.
 * Its arguments: the run's id, the command, the command's arguments.
 *
 * @remarks
 * File descriptor 3 is a socket whose other end only the agent holds; it ends when the agent ends, by whatever signal.
 * The watcher then kills the command, every process that carries the run's id in its environment (so those that left
 * the group, too), and at last the group with itself. It lives until then, which also keeps the group's number taken.
 *
 * No moment is unguarded: the watcher exists before the command, and the line written to the socket ends the shell
 * if the agent is already gone. To the agent that line says that signals reach the command from now on.
 *
 * The watcher's own environment has no run id, so that it does not kill itself before its work is done. It is nobody's
 * child: a command that waits for all its children does not wait for the watcher.
 */
export const GUARDED_START = `
trap '' ${SIGNALS}
(
  {
    PATH="/usr/bin:/bin:$PATH"
    while read -r line; do :; done
    kill -s KILL "$$"
    pass=0
    while [ "$pass" -lt 100 ]; do
      strays=$(grep -lszxF -e "NODE_UNIT_RUN_ID=$1" /proc/[0-9]*/environ)
      [ -n "$strays" ] || break
      for stray in $strays; do
        stray=\${stray#/proc/}
        kill -s KILL "\${stray%/environ}"
      done
      pass=$((pass + 1))
    done
    kill -s KILL -- "-$$"
  } <&3 >/dev/null 2>&1 &
)
trap - ${SIGNALS}
export NODE_UNIT_RUN_ID="$1"
shift
echo >&3
exec "$@" 3<&-
`;
