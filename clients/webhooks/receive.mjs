// A receiver of webhooks: verifies each message by both of its signatures.
//
//     node receive.mjs PORT     with WEBHOOK_SECRET=whsec_… and WEBHOOK_PUBLIC_KEY=whpk_… in the environment

import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.WEBHOOK_SECRET);
// An Ed25519 key as DER has it: twelve bytes that say so, and the key.
const raw = Buffer.from(process.env.WEBHOOK_PUBLIC_KEY.replace('whpk_', ''), 'base64');
const key = createPublicKey({
  key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]),
  format: 'der',
  type: 'spki',
});

/** Whether one of the signatures by the pair is the message's. */
function isSigned(body, headers) {
  const signed = Buffer.from(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`);
  const signatures = headers['webhook-signature'].split(' ').map((one) => one.split(','));
  return signatures.some(([version, text]) => version === 'v1a' && verify(null, signed, key, Buffer.from(text, 'base64')));
}

const server = createServer(async (request, response) => {
  let body = '';
  for await (const part of request) body += part;
  try {
    const message = webhook.verify(body, request.headers);
    if (!isSigned(body, request.headers)) throw new Error('not signed by the pair');
    response.writeHead(204).end();
    console.log(message.type, 'version', message.data.version);
  } catch {
    response.writeHead(401).end();
  }
});
server.listen(Number(process.argv[2]), '127.0.0.1');
