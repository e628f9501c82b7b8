#!/bin/sh
# A nightly pull: pull.sh SERVER DATASET FOLDER
# The first time the whole file is taken, from then on only what changed. FOLDER has DATASET.csv, the file of the last
# whole pull; DATASET.changes.csv, what changed since then, pull by pull; and DATASET.since, what to ask from next.
set -eu
server=${1%/} dataset=$2 folder=$3
mkdir -p "$folder"
since="$folder/$dataset.since"
new="$folder/$dataset.new"
head="$folder/$dataset.head"
trap 'rm -f "$new" "$head"' EXIT

take() {
    curl --silent --show-error --fail-with-body --compressed --dump-header "$head" --output "$new" "$1" || {
        status=$?
        # Of an error the file is the reason.
        [ ! -s "$new" ] || cat "$new" >&2
        return $status
    }
    next=$(tr -d '\r' <"$head" | sed -n 's/^iscm-next-since: //Ip')
}

if [ -s "$since" ] && take "$server/d/$dataset.csv?since=$(cat "$since")"; then
    # The line of names and the last line are left out.
    sed '1d;$d' "$new" >>"$folder/$dataset.changes.csv"
else
    take "$server/d/$dataset.csv"
    mv "$new" "$folder/$dataset.csv"
    rm -f "$folder/$dataset.changes.csv"
fi
printf '%s\n' "$next" >"$since"
