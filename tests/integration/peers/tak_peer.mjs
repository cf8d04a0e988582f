// A TAK client out of other people's libraries: says where it is, then waits until it is shown another unit.
//   node tak_peer.mjs LIBRARIES xml|protobuf '{"port":8089,"cert":FILE,"key":FILE,"uid":..,"lat":..,"lon":..,
//                                              "course":..,"speed":..,"battery":..,"time":ISO,"await":UID}'
// xml: node-tak connects and pings; protobuf: node-cot's messages over a TLS socket, after the negotiation.
// Prints one JSON line of the unit awaited as the library understands it, and ends with 0.
import fs from 'node:fs';
import tls from 'node:tls';

const [libraries, mode, settings] = process.argv.slice(2);
const own = JSON.parse(settings);
const auth = { cert: fs.readFileSync(own.cert, 'utf8'), key: fs.readFileSync(own.key, 'utf8') };
const { CoTParser } = await import(`file://${libraries}/cot/node_modules/@tak-ps/node-cot/dist/index.js`);

async function contact() {
    const later = new Date(Date.parse(own.time) + 360_000).toISOString();
    return CoTParser.from_geojson({
        id: own.uid,
        type: 'Feature',
        path: '/',
        properties: {
            callsign: own.uid, type: 'a-f-G-U-C', how: 'm-g', time: own.time, start: own.time, stale: later,
            center: [own.lon, own.lat, own.hae], course: own.course, speed: own.speed,
            status: { battery: String(own.battery) }, contact: { callsign: own.uid },
        },
        geometry: { type: 'Point', coordinates: [own.lon, own.lat, own.hae] },
    });
}

function finish(feature, pinged) {
    const { id, properties, geometry } = feature;
    console.log(JSON.stringify({
        uid: id, callsign: properties.callsign, time: properties.time, course: properties.course,
        speed: properties.speed, battery: properties.status?.battery, place: geometry.coordinates, pinged,
    }));
    process.exit(0);
}

async function speakXml() {
    const { default: TAK } = await import(`file://${libraries}/tak/node_modules/@tak-ps/node-tak/dist/index.js`);
    const tak = await TAK.connect('siaga', new URL(`ssl://127.0.0.1:${own.port}`), auth);
    let pinged = false;
    let shown = null;
    const look = () => { if (pinged && shown) finish(shown, pinged); };
    tak.on('error', (error) => { console.error(error); process.exit(1); });
    tak.on('end', () => { console.error('closed'); process.exit(1); });
    tak.on('ping', () => { pinged = true; look(); });
    tak.on('cot', async (cot) => {
        if (cot.raw.event._attributes.uid !== own.await) return;
        shown = await CoTParser.to_geojson(CoTParser.from_xml(CoTParser.to_xml(cot)));
        look();
    });
    tak.on('secureConnect', async () => tak.write_xml(CoTParser.to_xml(await contact())));
}

function varint(value) {
    const bytes = [];
    for (; value > 127; value >>>= 7) bytes.push((value & 127) | 128);
    return Buffer.from([...bytes, value]);
}

// The first whole frame of `bytes` and what follows it, or null.
function firstFrame(bytes) {
    let size = 0, at = 1;
    for (let shift = 0; at < bytes.length; shift += 7) {
        size |= (bytes[at] & 127) << shift;
        if (bytes[at++] < 128) return bytes.length < at + size ? null : [bytes.subarray(at, at + size), bytes.subarray(at + size)];
    }
    return null;
}

async function speakProtobuf() {
    const socket = tls.connect({ host: '127.0.0.1', port: own.port, rejectUnauthorized: false, ...auth });
    socket.on('error', (error) => { console.error(error); process.exit(1); });
    socket.on('end', () => { console.error('closed'); process.exit(1); });
    let bytes = Buffer.alloc(0), agreed = false;
    socket.on('data', async (more) => {
        bytes = Buffer.concat([bytes, more]);
        for (let end; !agreed && (end = bytes.indexOf('</event>')) >= 0;) {
            const xml = bytes.subarray(0, end + 8).toString();
            bytes = bytes.subarray(end + 8);
            if (xml.includes('t-x-takp-v') && xml.includes('TakProtocolSupport version="1"')) {
                socket.write(`<event version="2.0" uid="${own.uid}" type="t-x-takp-q" how="m-g" time="${own.time}" ` +
                    `start="${own.time}" stale="${own.time}"><point lat="0" lon="0" hae="0" ce="999999" le="999999"/>` +
                    '<detail><TakControl><TakRequest version="1"/></TakControl></detail></event>');
            }
            if (xml.includes('t-x-takp-r') && xml.includes('status="true"')) {
                agreed = true;
                const message = Buffer.from(await CoTParser.to_proto(await contact()));
                socket.write(Buffer.concat([Buffer.from([0xbf]), varint(message.length), message]));
            }
        }
        for (let frame; agreed && bytes.length > 0;) {
            if (bytes[0] !== 0xbf) { console.error('no frame', bytes.subarray(0, 80).toString()); process.exit(1); }
            if (!(frame = firstFrame(bytes))) break;
            bytes = frame[1];
            const feature = await CoTParser.to_geojson(await CoTParser.from_proto(frame[0]));
            if (feature.id === own.await) finish(feature, false);
        }
    });
}

setTimeout(() => { console.error('not shown in time'); process.exit(1); }, 40_000);
await (mode === 'xml' ? speakXml() : speakProtobuf());
