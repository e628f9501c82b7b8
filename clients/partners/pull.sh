#!/bin/sh
# A nightly pull: pull.sh SERVER DATASET FOLDER
# The first time the whole file is taken, from then on only what changed, as long as the server can tell it. FOLDER has
# DATASET.csv, the file of the last whole pull; DATASET.changes.csv, what changed since then, pull by pull; and
# DATASET.since, what to ask from next.
set -eu
server=${1%/} dataset=$2 folder=$3
mkdir -p "$folder"
since="$folder/$dataset.since"
new="$folder/$dataset.new"
head="$folder/$dataset.head"
trap 'rm -f "$new" "$head"' EXIT

# Takes a file; its status is left in `status`. Where there is no answer, or the file breaks off, nothing is kept.
take() {
    status=$(curl --silent --show-error --compressed --dump-header "$head" --output "$new" --write-out '%{http_code}' "$1") || exit 1
    next=$(tr -d '\r' <"$head" | sed -n 's/^iscm-next-since: //Ip')
}

[ ! -s "$since" ] || take "$server/d/$dataset.csv?since=$(cat "$since")"
if [ "${status:-410}" = 410 ]; then
    take "$server/d/$dataset.csv"
    is_whole=yes
fi
if [ "$status" != 200 ]; then
    # The file is the reason.
    cat "$new" >&2
    exit 1
fi
if [ -n "${is_whole:-}" ]; then
    mv "$new" "$folder/$dataset.csv"
    rm -f "$folder/$dataset.changes.csv"
else
    # Without the line of names and the last, which has what to ask from next.
    sed '1d;$d' "$new" >>"$folder/$dataset.changes.csv"
fi
printf '%s\n' "$next" >"$since"
