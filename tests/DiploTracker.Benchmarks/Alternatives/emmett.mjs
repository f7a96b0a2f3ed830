// Appends with Emmett: node emmett.mjs <connection string> <writers> <seconds> <streams>; prints how many were appended.
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';

const [connection, writers, seconds, streams] = process.argv.slice(2);
const store = getPostgreSQLEventStore(connection);
await store.schema.migrate();
const data = {
  id: 's-1', speaker: 'RUS.Ushakov', kind: 'Announcement', language: 'en', about: ['m-summit'], occurred: '2025-08-07T12:00:00Z',
  quote: 'The American side has proposed a meeting, the place is agreed and will be announced later.', marking: 'CLEAR',
  basis: [{ speaker: 'RUS.Ushakov', via: ['Russian agencies', 'Reuters'], reliability: 'B', credibility: 2, publishedAt: '2025-08-07T12:00:00+03:00' }],
};
const run = crypto.randomUUID();
const end = Date.now() + Number(seconds) * 1000;
const counts = await Promise.all(Array.from({ length: Number(writers) }, async (_, writer) => {
  let count = 0;
  for (; Date.now() < end; count++) {
    const stream = writer + Number(writers) * (count % Math.max(1, Math.floor(Number(streams) / Number(writers))));
    await store.appendToStream(`talks-${run}-${stream}`, [{ type: 'StatementRecorded', data }]);
  }
  return count;
}));
console.log(counts.reduce((sum, count) => sum + count, 0), process.cpuUsage().user + process.cpuUsage().system);
await store.close();
