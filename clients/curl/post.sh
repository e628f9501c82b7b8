#!/bin/sh
# Asks by POST: sh post.sh http://127.0.0.1:8000
set -eu
api="${1%/}/graphql"
passed=0

check() { # what, an answer, a pattern that it must have
  echo "$2" | grep -Eq "$3" || { echo "curl: $1: $2" >&2; exit 1; }
  passed=$((passed + 1))
}

# The page of one ISCM.
answer=$(curl -sS "$api" -H 'Content-Type: application/json' -d '{
  "query": "query Page($acronym: String!) { iscm(acronym: $acronym) { name reserveFund { established } } }",
  "variables": { "acronym": "RCM" }
}')
check 'the name' "$answer" '"name":"Regional Conference on Migration"'
check 'the year of the reserve fund' "$answer" '"established":2004'

# Its members: the first page, and the next one after the cursor.
members() { # a cursor in quotation marks, or null
  curl -sS "$api" -H 'Content-Type: application/json' -d '{
    "query": "query Members($after: String) { iscm(acronym: \"RCM\") { members(role: MEMBER, first: 4, after: $after) { nodes { country { code } } pageInfo { endCursor } } } }",
    "variables": { "after": '"$1"' }
  }'
}
first=$(members null)
cursor=$(echo "$first" | sed 's/.*"endCursor":\("[^"]*"\).*/\1/')
check 'the first page' "$first" '"code":"BZ"'
check 'the next page' "$(members "$cursor")" '"code":"GT"'

# A wrong query: the message, for people, says what would be right; programs look at the code.
answer=$(curl -sS "$api" -H 'Content-Type: application/json' -d '{ "query": "{ iscm(acronym: \"RCM\") { nme } }" }')
check 'an error' "$answer" '"errors":\['
check 'its code' "$answer" '"code":"GRAPHQL_VALIDATION_FAILED"'

# Compressed answers: a tenth of the bytes for a long list.
answer=$(curl -sS --compressed "$api" -H 'Content-Type: application/json' -d '{ "query": "{ instruments(first: 100) { totalCount nodes { title } } }" }')
check 'a compressed answer' "$answer" '"totalCount"'

echo "curl: $passed checks passed"
