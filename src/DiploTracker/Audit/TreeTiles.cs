using Npgsql;
using NpgsqlTypes;

namespace DiploTracker.Audit;

/// <summary>The tiles of the tree in the database, each read once.</summary>
internal sealed class TreeTiles
{
    private readonly Func<string, NpgsqlCommand> _command;

    private readonly Dictionary<(int, long), byte[]> _tiles = [];

    /// <summary>Reads on one connection, as in a transaction.</summary>
    public TreeTiles(NpgsqlConnection connection) => _command = sql => new NpgsqlCommand(sql, connection);

    /// <summary>Reads each tile on a connection of its own.</summary>
    public TreeTiles(NpgsqlDataSource database) => _command = database.CreateCommand;

    /// <exception cref="InvalidDataException">The tile does not exist.</exception>
    public async ValueTask<byte[]> Read(int level, long index)
    {
        if (_tiles.TryGetValue((level, index), out var kept))
            return kept;

        await using var select = _command("select hashes from diplo.tree_tiles where level = $1 and index = $2");
        select.Parameters.Add(new NpgsqlParameter<int> { TypedValue = level });
        select.Parameters.Add(new NpgsqlParameter<long> { TypedValue = index });
        return _tiles[(level, index)] = await select.ExecuteScalarAsync() as byte[]
            ?? throw new InvalidDataException($"The tree is damaged: tile {index} of level {level} is missing.");
    }

    /// <summary>The leaf hashes of the events after a position, concatenated.</summary>
    public async Task<byte[]> Leaves(long after, int count)
    {
        using var leaves = new MemoryStream(count * Merkle.HashSize);
        for (var index = after; index < after + count;)
        {
            var tile = await Read(level: 0, index / TiledTree.TileWidth);
            var offset = (int)(index % TiledTree.TileWidth);
            var taken = (int)Math.Min(TiledTree.TileWidth - offset, after + count - index);
            if (tile.Length < (offset + taken) * Merkle.HashSize)
                throw new InvalidDataException($"The tree is damaged: tile {index / TiledTree.TileWidth} of level 0 is too short.");
            leaves.Write(tile, offset * Merkle.HashSize, taken * Merkle.HashSize);
            index += taken;
            _tiles.Remove((0, index / TiledTree.TileWidth - 1));
        }
        return leaves.ToArray();
    }

    public async Task Write(IReadOnlyList<(int Level, long Index, byte[] Hashes)> changes)
    {
        await using var write = _command(
            """
            insert into diplo.tree_tiles (level, index, hashes) select * from unnest($1, $2, $3)
            on conflict (level, index) do update set hashes = excluded.hashes
            """);
        write.Parameters.Add(new NpgsqlParameter { Value = changes.Select(tile => tile.Level).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        write.Parameters.Add(new NpgsqlParameter { Value = changes.Select(tile => tile.Index).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        write.Parameters.Add(new NpgsqlParameter { Value = changes.Select(tile => tile.Hashes).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        await write.ExecuteNonQueryAsync();
        foreach (var (level, index, hashes) in changes)
            _tiles[(level, index)] = hashes;
    }
}
