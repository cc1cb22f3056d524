// The least that a Node collector can do: reads JSON, appends it to a file, answers; nothing checked, nothing forced to the disk.
import { createServer } from 'node:http';
import { createWriteStream } from 'node:fs';

const file = createWriteStream(process.argv[2], { flags: 'a' });
const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', part => { text += part; }).on('end', () => {
    for (const event of JSON.parse(text).batch) file.write(JSON.stringify(event) + '\n');
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"success":true}');
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
