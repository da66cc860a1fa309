/*
 * KEYS: 1 generations, 2 index of entities by the time they end, 3 their sizes, 4 the sum of these, 5… the entities.
 * All lie in one slot of a Redis Cluster, so that what is kept, what it is told apart by and what it takes change together.
 */

/** The names of the generations, how many first, then the field of each entity. Gives the present ones, then mark and value. */
export const READ = `
local names = tonumber(ARGV[1])
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
local generations = redis.call('HMGET', KEYS[1], unpack(ARGV, 2, names + 1))
for i = 1, names do generations[i] = generations[i] or '' end
local generation = table.concat(generations, ' ')
local reply = { generation }
for i = 5, #KEYS do
  local field = ARGV[names + i - 3]
  local found = redis.call('HMGET', KEYS[i], 'mark', field .. generation)
  local value = found[2]
  if value then
    local ends, json = string.match(value, '^(%d+) (.*)$')
    value = tonumber(ends) > now and json
  end
  reply[#reply + 1] = found[1] or ''
  reply[#reply + 1] = value or ''
end
return reply
`;

/** Shared by the scripts that write. */
const BOOKKEEPING = `
local function drop(key)
  -- The mark outlives what is kept: something may be under way that was read before it.
  local mark, left = redis.call('HGET', key, 'mark'), redis.call('PTTL', key)
  redis.call('DEL', key)
  if mark and left > 0 then
    redis.call('HSET', key, 'mark', mark)
    redis.call('PEXPIRE', key, left)
  end
  redis.call('ZREM', KEYS[2], key)
  local size = redis.call('HGET', KEYS[3], key)
  if size then
    redis.call('HDEL', KEYS[3], key)
    redis.call('DECRBY', KEYS[4], size)
  end
end
`;

/**
 * How many names of generations, milliseconds to live, budget in bytes, overhead of an entry in bytes, names, the
 * generation that was read; for each entity the mark that was read, its field and the value. What is not as it was when it
 * was read is not written: something has changed since. Gives how many were.
 */
export const WRITE = `${BOOKKEEPING}
local names, ttl, budget, overhead = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local generations = redis.call('HMGET', KEYS[1], unpack(ARGV, 5, names + 4))
for i = 1, names do generations[i] = generations[i] or '' end
local generation = table.concat(generations, ' ')
if generation ~= ARGV[names + 5] then return 0 end
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 100)) do drop(key) end
local written = 0
for i = 5, #KEYS do
  local at = names + 6 + (i - 5) * 3
  local mark, field, json = ARGV[at], ARGV[at + 1] .. generation, ARGV[at + 2]
  if (redis.call('HGET', KEYS[i], 'mark') or '') == mark then
    local function growth()
      local before = redis.call('HSTRLEN', KEYS[i], field)
      return #json + (before > 0 and 14 - before or 14 + overhead)
    end
    local size = growth()
    local taken = tonumber(redis.call('GET', KEYS[4]) or '0')
    while taken + size > budget do
      local first = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
      if not first then break end
      drop(first)
      taken = tonumber(redis.call('GET', KEYS[4]) or '0')
    end
    -- It may have had to go itself.
    size = growth()
    if taken + size <= budget then
      redis.call('HSET', KEYS[i], field, string.format('%d %s', now + ttl, json))
      local ends = math.max(now + ttl, tonumber(redis.call('ZSCORE', KEYS[2], KEYS[i]) or '0'))
      redis.call('ZADD', KEYS[2], ends, KEYS[i])
      redis.call('HINCRBY', KEYS[3], KEYS[i], size)
      redis.call('INCRBY', KEYS[4], size)
      redis.call('PEXPIREAT', KEYS[i], math.max(ends, now + redis.call('PTTL', KEYS[i])))
      written = written + 1
    end
  end
end
return written
`;

/**
 * A new mark, how long it must stay in milliseconds, then the names of the generations that end. The entities go, and the
 * mark keeps those from coming back that are being read from a subgraph at this moment.
 */
export const FORGET = `${BOOKKEEPING}
for i = 3, #ARGV do redis.call('HSET', KEYS[1], ARGV[i], ARGV[1]) end
for i = 5, #KEYS do
  drop(KEYS[i])
  redis.call('HSET', KEYS[i], 'mark', ARGV[1])
  redis.call('PEXPIRE', KEYS[i], ARGV[2])
end
return 1
`;
