// The air between a phone and a server on PORT: what answers at the server's address (standard input is that
// socket, so that nobody else takes its port) and hands every connection on, until the signal is cut.

import net from 'node:net';

export async function air(port) {
  const open = new Set();
  let [there, went, most] = [true, 0, Infinity];
  const signal = now => {
    there = now;
    if (!there) for (const socket of open) socket.destroy();
  };
  const near = net.createServer(phone => {
    if (!there) return phone.destroy();
    const server = net.connect(Number(port), '127.0.0.1');
    phone.on('data', bytes => {
      went += bytes.length;
      if (went > most) signal(false);
    });
    for (const [one, other] of [[phone, server], [server, phone]]) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => open.delete(one) && other.destroy());
    }
  });
  await new Promise(resolve => near.listen({fd: 0}, resolve));
  return {
    /** With or without signal from now on. */
    signal,
    isCut: () => !there,
    /** Counts anew what goes up; the signal is cut after `bytes` of it. */
    count(bytes = Infinity) {
      [went, most] = [0, bytes];
    },
    went: () => went,
    close() {
      near.close();
      signal(false);
    },
  };
}
