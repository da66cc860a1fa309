import type { Redis, Result } from 'ioredis';

declare module 'ioredis' {
  // The arguments after the keys are those of each script below, in order.
  interface RedisCommander<Context> {
    boardProject(
      scores: string,
      members: string,
      updated: string,
      expireAt: number | '',
      ...lines: (string | number)[]
    ): Result<number, Context>;
    boardForget(members: string, userId: string): Result<number, Context>;
    boardRead(
      scores: string,
      members: string,
      updated: string,
      built: string,
      generation: string,
      offset: number,
      count: number,
      userId: string,
      around: 0 | 1,
    ): Result<unknown, Context>;
    boardBeginRebuild(
      scores: string,
      members: string,
      updated: string,
      built: string,
      lock: string,
      token: string,
      lockMs: number,
    ): Result<number, Context>;
    boardExtendRebuild(lock: string, token: string, lockMs: number): Result<number, Context>;
    boardFinishRebuild(
      built: string,
      lock: string,
      token: string,
      generation: string,
      expireAt: number | '',
    ): Result<number, Context>;
  }
}

/** Teaches a connection the scripts of the ranking. All keys of one call share a hash tag, so Redis Cluster runs them. */
export function defineRankingScripts(redis: Redis): void {
  for (const [name, { keys, lua }] of Object.entries(scripts)) redis.defineCommand(name, { numberOfKeys: keys, lua });
}

const scripts = {
  // Sets lines as recorded, each told by {user, score, member, revision, reachedAt}, or takes those off the board that have
  // no member; an older revision never undoes a newer one, also of a line that is off. Gives how many changed.
  boardProject: {
    keys: 3,
    lua: `
local changed = 0
local updated = redis.call('GET', KEYS[3]) or '0'
local newest = updated
for i = 2, #ARGV, 5 do
  local user, member, revision, reached = ARGV[i], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local held = redis.call('HGET', KEYS[2], user)
  local bar = held and string.find(held, '|', 1, true)
  if not held or tonumber(string.sub(held, 1, bar - 1)) < tonumber(revision) then
    if held and bar < string.len(held) then redis.call('ZREM', KEYS[1], string.sub(held, bar + 1)) end
    if member ~= '' then redis.call('ZADD', KEYS[1], ARGV[i + 1], member) end
    redis.call('HSET', KEYS[2], user, revision .. '|' .. member)
    if tonumber(reached) > tonumber(newest) then newest = reached end
    changed = changed + 1
  end
end
if newest ~= updated then redis.call('SET', KEYS[3], newest) end
if changed > 0 and ARGV[1] ~= '' then
  for i = 1, 3 do redis.call('PEXPIREAT', KEYS[i], ARGV[1]) end
end
return changed`,
  },
  // Forgets a player whose line is off the board.
  boardForget: {
    keys: 1,
    lua: `
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and string.sub(held, -1) == '|' then return redis.call('HDEL', KEYS[1], ARGV[1]) end
return 0`,
  },
  // One consistent look at a board: {total, updated, offset, {member, score, …}, {member, score, rank0} or {}}.
  boardRead: {
    keys: 4,
    lua: `
if redis.call('GET', KEYS[4]) ~= ARGV[1] then return false end
local total = redis.call('ZCARD', KEYS[1])
local offset = tonumber(ARGV[2])
local count = tonumber(ARGV[3])
local viewer = {}
local held = ARGV[4] ~= '' and redis.call('HGET', KEYS[2], ARGV[4])
if held and string.sub(held, -1) ~= '|' then
  local member = string.sub(held, string.find(held, '|', 1, true) + 1)
  local rank = redis.call('ZREVRANK', KEYS[1], member)
  viewer = {member, redis.call('ZSCORE', KEYS[1], member), rank}
  if ARGV[5] == '1' then
    offset = math.max(0, math.min(rank - math.floor(count / 2), total - count))
  end
end
local entries = redis.call('ZRANGE', KEYS[1], offset, offset + count - 1, 'REV', 'WITHSCORES')
return {total, redis.call('GET', KEYS[3]) or '', offset, entries, viewer}`,
  },
  // Takes the lock and clears what may be left of the board. 0 when somebody else holds it.
  boardBeginRebuild: {
    keys: 5,
    lua: `
if not redis.call('SET', KEYS[5], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
return 1`,
  },
  boardExtendRebuild: {
    keys: 1,
    lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  },
  // Declares the board complete, unless the lock was lost meanwhile: then whoever holds it will.
  boardFinishRebuild: {
    keys: 2,
    lua: `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
if ARGV[3] ~= '' then redis.call('PEXPIREAT', KEYS[1], ARGV[3]) end
redis.call('DEL', KEYS[2])
return 1`,
  },
} as const;
