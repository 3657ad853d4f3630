/** Ignored by the guard, so that it outlives whatever else is told to end. */
const SIGNALS = 'HUP INT QUIT TERM USR1 USR2 ALRM TSTP TTIN TTOU';

/** A run as the guard knows it. */
export interface GuardedRun {
  readonly groupId: number;
  readonly runId: string;
  /** Of the user that nobody else has. */
  readonly dedicatedUid: number | undefined;
  /** The words before a command that runs as that user. */
  readonly drop: readonly string[];
}

/** What the guard reads, a line each. */
export const guardOrders = {
  keep: ({ groupId, runId, dedicatedUid, drop }: GuardedRun): string =>
    `keep ${[groupId, runId, dedicatedUid ?? '-', ...drop].join(' ')}\n`,
  release: ({ groupId }: Pick<GuardedRun, 'groupId'>): string => `release ${groupId}\n`,
};

/**
 * A program for `/bin/sh -c` that kills all runs that it knows of when its standard input ends, whose other end only the
 * agent holds: that is when the agent ends, by whatever signal. It kills the groups, every process that carries the id
 * of a run in its environment (so those that left their group, too), and every process of a dedicated user.
 *
 * @remarks
 * One guard for all runs of an agent: a start needs no process of its own for it, and all runs are looked for together.
 *
 * It keeps the agent's user, so a command that runs as another user can neither end nor stop it. `kill -1` reaches all
 * processes of a user at once, which a loop over a list does not if they multiply. It runs as the dedicated user and so
 * reaches nobody else.
 */
export const GUARD_PROGRAM = `
trap '' ${SIGNALS}
while read -r order group run; do
  case $order in
    keep) eval "run_$group=\\$run" ;;
    release) unset "run_$group" ;;
  esac
done

# At once, by what a shell can do without another program.
set | while read -r line; do
  case $line in run_[0-9]*=*)
    group=\${line%%=*}
    kill -s KILL -- "-\${group#run_}" ;;
  esac
done

runs=$(set | sed -n "s/^run_\\([0-9]*\\)='\\(.*\\)'\\$/\\1 \\2/p")
[ -n "$runs" ] || exit 0
cookies=$(echo "$runs" | sed 's/^[0-9]* \\([^ ]*\\) .*/NODE_UNIT_RUN_ID=\\1/')
uids=" $(echo $(echo "$runs" | sed -n 's/^[0-9]* [^ ]* \\([0-9][0-9]*\\) .*/\\1/p')) "

# Prints the dedicated users that still have live processes, and these.
owned() {
  [ "$uids" != '  ' ] || return
  grep -HsE '^(State|Uid):' /proc/[0-9]*/status | while read -r field value others; do
    case $field in
      *State:) state=$value ;;
      *) for uid in $value $others; do
        case $uids in *" $uid "*)
          case $state in Z | X) ;; *) field=\${field#/proc/}; echo "$uid \${field%%/*}" ;; esac
          break ;;
        esac
      done ;;
    esac
  done
}

# As each of these users, whatever a list says: whoever forks all the time is in none. In the background, because that user
# can stop it.
kill_users() {
  while read -r group run uid drop; do
    case $1 in *" $uid "*) ;; *) continue ;; esac
    nice -n 19 $drop /bin/sh -c 'kill -s KILL -- -1' &
    helpers="$helpers$! "
  done <<END
$runs
END
}

kill_listed() {
  pass=0
  while [ "$pass" -lt 100 ]; do
    carriers=$(echo "$cookies" | grep -lszxF -f - /proc/[0-9]*/environ)
    owned=$(owned)
    [ -n "$carriers$owned" ] || break
    found=
    for pid in $(echo "$carriers" | sed 's,^/proc/,,; s,/.*,,') $(echo "$owned" | sed 's/.* //'); do
      case $helpers in *" $pid "*) [ "$pass" -gt 10 ] || continue ;; esac
      found=1
      kill -s KILL "$pid"
    done
    if [ -z "$found" ]; then sleep 1
    elif [ "$pass" -gt 0 ]; then kill_users " $(echo $(echo "$owned" | sed 's/ .*//' | sort -u)) "
    fi
    pass=$((pass + 1))
  done
}

helpers=' '
kill_listed
[ "$uids" != '  ' ] || exit 0
# It takes about 20 ms for each of them. If they are many, whoever takes over on this machine goes first.
[ "$(echo "$uids" | wc -w)" -le 20 ] || sleep 3
kill_users "$uids"
kill_listed
`;
