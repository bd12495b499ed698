-- Posts the lines of a file in turn, as bodies; prints what came of it as JSON.

local bodies = {}
local place = 0

function init(arguments)
   for line in io.lines(arguments[1]) do
      bodies[#bodies + 1] = line
   end
end

function request()
   place = place % #bodies + 1
   local headers = { ["Content-Type"] = "application/json" }
   return wrk.format("POST", "/v1/recommendations", headers, bodies[place])
end

function done(summary, latency, requests)
   local errors = summary.errors
   local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
   io.write(string.format(
      '{"answered": %d, "failed": %d, "seconds": %f, "p50": %f, "p95": %f, "p99": %f}\n',
      summary.requests, failed, summary.duration / 1e6,
      latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3
   ))
end
