#!/usr/bin/env bash
# A real S3 store for the storage contract: Ceph's radosgw over one monitor and one OSD that keeps everything in memory.
#
#   tests/contract/radosgw.sh COMMAND…   runs COMMAND with VIGIE_TEST_S3 and the AWS variables set, then stops the store
#   tests/contract/radosgw.sh            prints these variables as `export` lines and serves until interrupted
#
# Needs Debian's radosgw, ceph-mon and ceph-osd (apt-get install --no-install-recommends), and `npm ci` done.
# Exit code: the command's; 3 when the packages are missing; 1 when the store does not start.
set -euo pipefail

for program in ceph-mon ceph-osd radosgw radosgw-admin monmaptool ceph; do
  if ! command -v "$program" >/dev/null; then
    echo "radosgw.sh: $program is missing: install radosgw, ceph-mon and ceph-osd" >&2
    exit 3
  fi
done

root=$(cd "$(dirname "$0")/../.." && pwd)
export PATH="$root/node_modules/.bin:$PATH"
work=$(mktemp -d "${TMPDIR:-/tmp}/vigie-radosgw-XXXXXX")
pids=()

stop() {
  local code=$?
  trap - EXIT INT TERM
  if ((${#pids[@]})); then
    # Everything is in memory and thrown away: an orderly shutdown would only take five seconds more.
    kill -KILL "${pids[@]}" 2>/dev/null || true
    wait "${pids[@]}" 2>/dev/null || true
  fi
  rm -rf "$work"
  exit "$code"
}
trap stop EXIT
trap 'exit 130' INT TERM

fail() {
  echo "radosgw.sh: $1" >&2
  tail -n 20 "$work"/*.log >&2 || true
  exit 1
}

# Repeats a command until it succeeds, for at most a minute.
until_works() {
  local what=$1 deadline=$((SECONDS + 60))
  shift
  until "$@" >>"$work/wait.log" 2>&1; do
    ((SECONDS < deadline)) || fail "$what did not start"
    sleep 0.1
  done
}

serve() {
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  pids+=($!)
}

read -r mon_port s3_port < <(node -e '
  const { createServer } = require("node:net")
  const servers = [createServer(), createServer()]
  Promise.all(servers.map((s) => new Promise((done) => s.listen(0, "127.0.0.1", () => done(s.address().port)))))
    .then((ports) => { console.log(ports.join(" ")); for (const s of servers) s.close() })')
cluster=$(cat /proc/sys/kernel/random/uuid)
osd=$(cat /proc/sys/kernel/random/uuid)
conf=$work/ceph.conf

cat >"$conf" <<CONF
[global]
fsid = $cluster
mon host = [v2:127.0.0.1:$mon_port]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
run dir = $work
admin socket =
log file =
log to stderr = true
mon cluster log file = $work/cluster.log
mon data = $work/mon
mon data avail crit = 1
mon allow pool size one = true
mon max pg per osd = 1000
osd data = $work/osd
osd objectstore = memstore
memstore device bytes = 2147483648
osd crush chooseleaf type = 0
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
paxos propose interval = 0.05
paxos min wait = 0.02
osd heartbeat interval = 1
CONF
mkdir "$work/mon" "$work/osd"

{
  monmaptool --create --fsid "$cluster" --addv a "[v2:127.0.0.1:$mon_port]" "$work/monmap"
  ceph-mon -c "$conf" -i a --mkfs --monmap "$work/monmap"
} >"$work/setup.log" 2>&1 || fail 'the monitor could not be created'
serve mon ceph-mon -c "$conf" -i a -f
until_works 'the monitor' ceph -c "$conf" --connect-timeout 5 osd new "$osd"
ceph-osd -c "$conf" -i 0 --mkfs --osd-uuid "$osd" >>"$work/setup.log" 2>&1 || fail 'the OSD could not be created'
serve osd ceph-osd -c "$conf" -i 0 -f
serve radosgw radosgw -c "$conf" -n client.rgw -f --no-mon-config --ms_mon_client_mode crc \
  --auth_client_required none --rgw_frontends "beast endpoint=127.0.0.1:$s3_port"
until_works radosgw bash -c "exec 3<>/dev/tcp/127.0.0.1/$s3_port"

export AWS_ACCESS_KEY_ID=contract AWS_SECRET_ACCESS_KEY
AWS_SECRET_ACCESS_KEY=$(cat /proc/sys/kernel/random/uuid)
radosgw-admin -c "$conf" -n client.admin --no-mon-config user create --uid contract --display-name contract \
  --access-key "$AWS_ACCESS_KEY_ID" --secret-key "$AWS_SECRET_ACCESS_KEY" >>"$work/setup.log" 2>&1 ||
  fail 'the user could not be created'

endpoint=http://127.0.0.1:$s3_port
(cd "$root" && node --input-type=module -e '
  import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3"
  const client = new S3Client({ endpoint: process.argv[1], region: "default", forcePathStyle: true })
  await client.send(new CreateBucketCommand({ Bucket: "contract" }))' "$endpoint") || fail 'the bucket could not be created'
export VIGIE_TEST_S3="s3://contract?endpoint=$endpoint&region=default"

if (($#)); then
  "$@"
else
  printf "export %s='%s'\n" VIGIE_TEST_S3 "$VIGIE_TEST_S3" STORAGE_URL "$VIGIE_TEST_S3" \
    AWS_ACCESS_KEY_ID "$AWS_ACCESS_KEY_ID" AWS_SECRET_ACCESS_KEY "$AWS_SECRET_ACCESS_KEY"
  wait "${pids[@]}"
fi
