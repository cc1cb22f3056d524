-- Posts one body, made unique each time: each "%ID%" in it becomes a UUID of version 7, as the tracker makes them: of the time, and not
-- there before.
-- wrk -t1 … -s post.lua URL -- FILE; without a file it gets.
local pieces = {}
local count = 0
local seed

local function fresh()
  count = count + 1
  -- Lua here knows seconds alone.
  local ms = os.time() * 1000 + count % 1000
  return string.format("%08x-%04x-7%03x-8000-%s%08x", math.floor(ms / 65536), ms % 65536, count % 4096, seed, count)
end

function init(arguments)
  seed = string.format("%04x", os.time() % 0x10000)
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Cookie"] = os.getenv("BENCH_COOKIE")
  if arguments[1] then
    wrk.method = "POST"
    local file = io.open(arguments[1])
    local body = file:read("*a")
    file:close()
    local from = 1
    while true do
      local at, past = body:find("%ID%", from, true)
      if not at then break end
      pieces[#pieces + 1] = body:sub(from, at - 1)
      pieces[#pieces + 1] = ""
      from = past + 1
    end
    pieces[#pieces + 1] = body:sub(from)
  end
end

function request()
  for i = 2, #pieces, 2 do
    pieces[i] = fresh()
  end
  return wrk.format(nil, nil, nil, #pieces > 0 and table.concat(pieces) or nil)
end

-- Of random length, so that the connections do not march in step.
local pause = tonumber(os.getenv("BENCH_PAUSE_MS") or "0")
if pause > 0 then
  function delay()
    return math.floor(math.random() * 2 * pause + 0.5)
  end
end

function done(summary, latency)
  io.write(string.format('\n{"requests":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"p999Ms":%f,"failed":%d}\n', summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
