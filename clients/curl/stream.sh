#!/bin/sh
# The version of the data now, and each new one, as server-sent events: sh stream.sh http://127.0.0.1:8000
set -eu
# The stream goes on until the client ends it: here after two seconds.
events=$(curl -sSN --max-time 2 -G "${1%/}/graphql/stream" -H 'Accept: text/event-stream' \
  --data-urlencode 'query=subscription { dataset { version publishedAt } }' 2>/dev/null || true)
case "$events" in
  *'event: next'*'"version":'*) echo 'curl/stream: 1 check passed' ;;
  *) echo "curl/stream: $events" >&2; exit 1 ;;
esac
