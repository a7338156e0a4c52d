#!/bin/sh
# A certificate authority and a certificate for each node of compose.cluster.yml. What is there already is kept.
set -eu
cd /certs
DAYS=3650

mkdir -p ca
if [ ! -f ca/ca.crt ]; then
  openssl req -x509 -newkey rsa:4096 -nodes -days "$DAYS" -keyout ca.key -out ca/ca.crt \
    -subj '/O=Filament/CN=Filament cluster CA' -addext 'keyUsage=critical,keyCertSign,cRLSign'
  chmod 600 ca.key
fi

for node in node-1 node-2 node-3; do
  [ -f "$node/node.crt" ] && continue
  mkdir -p "$node"
  openssl req -newkey rsa:2048 -nodes -keyout "$node/node.key" -out "$node/node.csr" -subj '/CN=eventstoredb-node'
  printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n' "$node" >"$node/node.ext"
  openssl x509 -req -in "$node/node.csr" -CA ca/ca.crt -CAkey ca.key -CAcreateserial -days "$DAYS" \
    -extfile "$node/node.ext" -out "$node/node.crt"
  # The nodes run as a user of their own image.
  chmod 644 "$node/node.key"
  rm "$node/node.csr" "$node/node.ext"
done
