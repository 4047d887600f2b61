-- What wrk sends: `wrk -s requests.lua URL -- method cookies-file run body`
-- Each request carries the next line of the file as its cookies. When it posts, it comes from an address that no request
-- of this or the last run has (a second vote from one address is taken for the same click), and
-- has a key that no other request of any run has. In the body, KEY stands for that key.

local cookies, sent = {}, 0
local method, run, body

local function read(name)
  for line in io.lines(name) do cookies[#cookies + 1] = line end
end

function init(args)
  method, run, body = args[1], args[3], args[4]
  if args[2] ~= "-" then read(args[2]) end
  wrk.headers["Host"] = "patientplus.example"
  wrk.headers["Origin"] = "https://patientplus.example"
  wrk.headers["X-Forwarded-For"] = "10.0.0.1"
  wrk.headers["X-Forwarded-Proto"] = "https"
  if method == "POST" then wrk.headers["Content-Type"] = "application/x-www-form-urlencoded" end
  if method == "GET" and #cookies == 0 then
    local same = wrk.format("GET")
    request = function() return same end
  end
end

function request()
  sent = sent + 1
  if #cookies > 0 then wrk.headers["Cookie"] = cookies[sent % #cookies + 1] end
  if method == "GET" then return wrk.format("GET") end
  wrk.headers["X-Forwarded-For"] = string.format("%d.%d.%d.%d", 11 + run % 200, sent / 65536 % 256, sent / 256 % 256, sent % 256)
  local key = string.format("%08x-0000-4000-8000-%012x", run, sent)
  return wrk.format("POST", nil, nil, (body:gsub("KEY", key)))
end

function done(summary, latency)
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  ))
end
