-- Closed loop: one unique key and body a request, every answer's status and receipt number checked.
local threads = {}
function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

local function lines(path)
  local found = {}
  for line in io.lines(path) do found[#found + 1] = line end
  return found
end

function init(args)
  tokens, numbers = lines(args[1]), lines(args[2])
  path, prefix = args[3], args[4] .. "-" .. id .. "-"
  record = io.open(args[5] .. "." .. id, "w")
  right, wrong, sent = 0, 0, tonumber(args[6])
end

function request()
  sent = sent + 1
  -- Token and number lie on the same line; where there are fewer tokens, they come again.
  local token, number = tokens[sent % #tokens + 1], numbers[sent % #numbers + 1]
  local body = '{"area_code":"990101","coverage_year":2027,"insured":["' .. number .. '"]}'
  local headers = {
    ["Authorization"] = "Bearer " .. token,
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = prefix .. sent,
  }
  return wrk.format("POST", path, headers, body)
end

function response(status, headers, body)
  local number = status == 202 and string.match(body, '"number":%s*"([^"]+)"')
  if number then
    right = right + 1
    record:write(number, "\n")
  else
    wrong = wrong + 1
    if wrong == 1 then record:write("WRONG ", status, " ", string.sub(body, 1, 300):gsub("%s+", " "), "\n") end
  end
end

function done(summary, latency, requests)
  local right, wrong = 0, 0
  for _, thread in ipairs(threads) do
    right = right + thread:get("right")
    wrong = wrong + thread:get("wrong")
  end
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"right":%d,"wrong":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f}\n',
    right, wrong + errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
