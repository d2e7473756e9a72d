// A mail server that others use, npm smtp-server.
//
//   node smtp.mjs TLS CERTIFICATE KEY < orders
//
// TLS is implicit, starttls or off. It knows the user "insignia" with the password "a secret & more=".
// The first line of output is {"port": number}. Each line of input is one of
//   {"mails": true}      answered with {"mails": [{from, to, raw, secure, user}]}: those taken since
//   {"refuse": [code, text, how many]}   so many mails are refused so; answered with {}

import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {SMTPServer} from 'smtp-server';

const [tls, cert, key] = process.argv.slice(2);
let mails = [];
let refusals = [];

const server = new SMTPServer({
  secure: tls === 'implicit',
  cert: readFileSync(cert),
  key: readFileSync(key),
  disabledCommands: tls === 'off' ? ['STARTTLS'] : [],
  allowInsecureAuth: tls === 'off',
  authOptional: tls === 'off',
  size: 1 << 20,
  logger: false,
  onAuth({username, password}, session, done) {
    const known = username === 'insignia' && password === 'a secret & more=';
    done(known ? null : new Error('unknown user or wrong password'), known ? {user: username} : undefined);
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      const refusal = refusals.shift();
      if (refusal) {
        return done(Object.assign(new Error(refusal.text), {responseCode: refusal.code}));
      }
      mails.push({
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map(to => to.address),
        raw: Buffer.concat(parts).toString('latin1'),
        secure: session.secure,
        user: session.user ?? null
      });
      done();
    });
  }
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({port: server.server.address().port})));

createInterface({input: process.stdin}).on('line', line => {
  const order = JSON.parse(line);
  if (order.refuse) {
    const [code, text, times] = order.refuse;
    refusals = Array.from({length: times}, () => ({code, text}));
    console.log('{}');
  } else {
    console.log(JSON.stringify({mails}));
    mails = [];
  }
});
