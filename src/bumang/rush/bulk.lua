-- The bulk of a load: a schedule kept by a pool of connections, and tickets that are followed.
-- Thread k takes the k-th stream of the arguments: requests, schedule, and marks of whole answers.
-- HTTP keeps no state, so a ticket that came on one connection goes back on any other.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long s; long ns; } moment; int clock_gettime(int, moment *); ]]
local moment = ffi.new("moment")
local function now()
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.s) + tonumber(moment.ns) * 1e-9
end

local threads = {}
function setup(thread)
  thread:set("id", #threads)
  table.insert(threads, thread)
end

local function contents(path)
  local file = assert(io.open(path, "rb"))
  local text = file:read("*a")
  file:close()
  return text
end

function init(args)
  local at = id * 3
  before, after = {}, {}
  for record in string.gmatch(contents(args[at + 3]), "([^\30]+)") do
    local cut = string.find(record, "\31", 1, true)
    before[#before + 1] = string.sub(record, 1, cut - 1)
    after[#after + 1] = string.sub(record, cut + 1)
  end
  due = {}
  for line in string.gmatch(contents(args[at + 4]), "[^\n]+") do due[#due + 1] = tonumber(line) end
  marks = {}
  for mark in string.gmatch(contents(args[at + 5]), "([^\30]+)") do marks[#marks + 1] = mark end
  step, ghosts, run = 0.1, tonumber(args[1]), args[2]
  begun, slot, piece, fresh = nil, 0, 1, 0
  tickets, earliest, waiting, holds = {}, 0, 0, {}
  counts, sent = {}, 0
  math.randomseed(id + 1)
end

-- Milliseconds until the next slot of the schedule; after its end, past the end of the run.
function delay()
  local at = now()
  begun = begun or at
  slot = slot + 1
  while piece < #due and due[piece + 1] < slot do piece = piece + 1 end
  if piece >= #due then return 3600000 end
  local share = (slot - due[piece]) / (due[piece + 1] - due[piece])
  local wait = begun + (piece - 1 + share) * step - at
  return wait > 0 and wait * 1000 or 0
end

-- An answer says the ticket once, where it is new, as a browser keeps a cookie. Later ones say the code to be
-- written down, by which it is found again: an answer does not tell which request it is for. Whoever
-- comes back at all comes until the turn; that is decided once, a place.
local function ticket_of(headers, body)
  local code = string.match(body, '[>"](%w%w%w%w%w%-%w%w%w%w%w)[<"]')
  if not code then return nil end
  if holds[code] == nil then
    holds[code] = math.random() >= ghosts and headers["bumang-ticket"] or false
  end
  return holds[code]
end

-- Tickets by the tenth of a second at which they are due: those told a short time stand behind nobody.
local function keep(ticket, due_s)
  local at = math.floor(due_s * 10)
  local same = tickets[at] or {}
  same[#same + 1] = ticket
  tickets[at] = same
  waiting = waiting + 1
end

local function due_ticket()
  local until_now = math.floor(now() * 10) - 1
  if earliest == 0 then earliest = until_now end
  while earliest <= until_now do
    local same = tickets[earliest]
    if same then
      local found = table.remove(same)
      if #same == 0 then tickets[earliest] = nil end
      waiting = waiting - 1
      return found
    end
    earliest = earliest + 1
  end
end

-- A ticket whose time has come goes before a newcomer.
function request()
  sent = sent + 1
  local extra
  local held = due_ticket()
  if held then extra = "bumang-ticket: " .. held .. "\r\n" end
  fresh = fresh + 1
  local which = fresh % #before + 1
  return before[which] .. (extra or "") .. "idempotency-key: " .. run .. "-" .. id .. "-" .. fresh .. "\r\n" .. after[which]
end

-- A page that says less than is known is stale: done, and of no use.
local function stale(body)
  for _, mark in ipairs(marks) do
    if string.find(body, mark, 1, true) then return false end
  end
  return #marks > 0
end

local function kind(status, headers, body)
  if status == 429 then return headers["retry-after"] and "queued" or "busy" end
  if status == 202 then return "accepted" end
  if status < 400 then return stale(body) and "stale" or "done" end
  return status < 500 and "invalid" or "5xx"
end

function response(status, headers, body)
  local what = kind(status, headers, body)
  local key = math.floor(now() - begun) .. " " .. what
  counts[key] = (counts[key] or 0) + 1
  local ticket = what == "queued" and ticket_of(headers, body)
  if ticket then
    keep(ticket, now() + tonumber(headers["retry-after"]))
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"refused":%d,"reset":%d,"slow":%d,"threads":[',
    errors.connect, errors.read + errors.write, errors.timeout))
  for at, thread in ipairs(threads) do
    local parts = {}
    for key, number in pairs(thread:get("counts")) do
      local second, what = string.match(key, "(%d+) (%S+)")
      parts[#parts + 1] = string.format('[%s,"%s",%d]', second, what, number)
    end
    io.write(string.format('%s{"sent":%d,"waiting":%d,"counts":[%s]}', at > 1 and "," or "",
      thread:get("sent"), thread:get("waiting"), table.concat(parts, ",")))
  end
  io.write("]}\n")
end
