#!/bin/sh
# Makes a certificate authority and a certificate for each node of compose.cluster.yml. Existing files are kept.
set -eu
cd "${1:-/made}"
DAYS=3650
# User of the nodes. Only this user reads the key of a node.
NODE_USER=1000:1000

mkdir -p authority-key authority
if [ ! -f authority/ca.crt ]; then
  openssl req -x509 -newkey rsa:4096 -nodes -days "$DAYS" -keyout authority-key/ca.key -out authority/ca.crt \
    -subj '/O=Filament/CN=Filament cluster CA' -addext 'keyUsage=critical,keyCertSign,cRLSign'
  chmod 600 authority-key/ca.key
fi

for node in node-1 node-2 node-3; do
  [ -f "$node/node.crt" ] && continue
  mkdir -p "$node"
  openssl req -newkey rsa:2048 -nodes -keyout "$node/node.key" -out "$node/node.csr" -subj '/CN=eventstoredb-node'
  printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n' "$node" >"$node/node.ext"
  openssl x509 -req -in "$node/node.csr" -CA authority/ca.crt -CAkey authority-key/ca.key -CAcreateserial \
    -CAserial authority-key/ca.srl -days "$DAYS" -extfile "$node/node.ext" -out "$node/node.crt"
  chmod 400 "$node/node.key"
  chown "$NODE_USER" "$node/node.key"
  rm "$node/node.csr" "$node/node.ext"
done
