#!/bin/sh
# Asks by GET, which caches can keep: sh get.sh http://127.0.0.1:8000
set -eu
api="${1%/}/graphql"
passed=0
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

check() { # what, what there is, what there should be
  case "$2" in *"$3"*) passed=$((passed + 1)) ;; *) echo "curl/get: $1: $2" >&2; exit 1 ;; esac
}

query='query Page($acronym: String!) { iscm(acronym: $acronym) { name reserveFund { established } } }'
get() { # further arguments of curl
  curl -sS -G "$api" --data-urlencode "query=$query" --data-urlencode 'variables={"acronym":"RCM"}' "$@"
}
check 'an answer' "$(get)" '"established":2004'

# An answer has an ETag. Asked with it, the server says 304 and sends nothing as long as the answer is the same.
etag=$(get -o "$folder/answer" -D - | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p')
check 'an ETag' "$etag" '"'
status=$(get -H "If-None-Match: $etag" -o "$folder/nothing" -w '%{http_code} %{size_download}')
check 'not modified, no body' "$status" '304 0'

# Long answers are compressed. `Vary` tells caches that there is one answer for each encoding.
long='query={ instruments(first: 100) { nodes { title } } }'
headers=$(curl -sS -G "$api" --data-urlencode "$long" --compressed -o "$folder/answer" -D - | tr 'A-Z' 'a-z')
check 'a compressed answer' "$headers" 'content-encoding: '
check 'which varies' "$headers" 'vary: '

# A document by the hash of its text: first with the text, from then on without it.
hash=$(printf %s "$query" | sha256sum | cut -d ' ' -f 1)
known='extensions={"persistedQuery":{"version":1,"sha256Hash":"'$hash'"}}'
get --data-urlencode "$known" -o "$folder/answer"
answer=$(curl -sS -G "$api" --data-urlencode "$known" --data-urlencode 'variables={"acronym":"RCM"}')
check 'an answer by hash' "$answer" '"established":2004'
answer=$(curl -sS -G "$api" --data-urlencode "documentId=sha256:$hash" --data-urlencode 'variables={"acronym":"RCM"}')
check 'an answer by documentId' "$answer" '"established":2004'

# What it cost.
check 'the cost' "$(get)" '"cost":{"requested":'

echo "curl/get: $passed checks passed"
