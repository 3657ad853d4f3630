#!/bin/sh
# Starts a program with secrets that come as files, as Docker and Kubernetes mount them. For each variable below, the file
# that <variable>_FILE names is read into it. Neither a command line nor the configuration of the container has the secret.
# (HOST_TOKEN_FILE and STORAGE_KEY_FILE are read by the programs themselves.)
set -eu

for name in POSTGRES_URI NODE_UNIT_PASSWORD NODE_UNIT_PRIVATE_KEY; do
  eval "file=\${${name}_FILE:-}"
  [ -n "$file" ] || continue
  if [ ! -r "$file" ]; then
    echo "${name}_FILE=$file cannot be read: expected a file with the value of $name" >&2
    exit 2
  fi
  value=$(cat "$file")
  export "$name=$value"
  unset "${name}_FILE"
done

exec "$@"
