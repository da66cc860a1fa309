/** The field of a stamp that holds its version; every other field is a change under way. */
export const versionField = 'version';

/** Notes a change under way, and when, by the clock of Redis. KEYS: stamp. ARGV: change, milliseconds the stamp is kept. */
export const markScript = `
redis.call('HSET', KEYS[1], ARGV[1], redis.call('TIME')[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`;

/** Ends a change, and every word that was given before. KEYS: stamp. ARGV: change, milliseconds, new version. */
export const endScript = `
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], '${versionField}', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1
`;

/**
 * The versions of stamps, made where there is none; nothing while a change is under way. A change that was marked too long
 * ago has died: whatever became of it, a new version ends what was said before. KEYS: stamps. ARGV: new version,
 * milliseconds the stamps are kept, seconds after which a change has died.
 */
export const issueScript = `
local now = tonumber(redis.call('TIME')[1])
local versions = {}
local isChanging = false
for index, key in ipairs(KEYS) do
  local fields = redis.call('HGETALL', key)
  local version = false
  for field = 1, #fields, 2 do
    if fields[field] == '${versionField}' then
      version = version or fields[field + 1]
    elseif now - tonumber(fields[field + 1]) > tonumber(ARGV[3]) then
      redis.call('HDEL', key, fields[field])
      version = ARGV[1]
      redis.call('HSET', key, '${versionField}', version)
    else
      isChanging = true
    end
  end
  if not version then
    version = ARGV[1]
    redis.call('HSET', key, '${versionField}', version)
  end
  redis.call('PEXPIRE', key, ARGV[2])
  versions[index] = version
end
if isChanging then return {} end
return versions
`;
