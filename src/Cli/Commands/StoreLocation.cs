using Goalkeeper.Cli.Context;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary>Where the store is.</summary>
internal static class StoreLocation
{
    /// <summary>What was asked for, else $GOALKEEPER_STORE, else results/goalkeeper.db.</summary>
    public static string Resolve(string? asked, CommandContext context)
    {
        if (asked is not null) return StorePath.Of(asked);
        return context.Variable("GOALKEEPER_STORE") is { Length: > 0 } path ? StorePath.Of(path) : Path.Combine("results", "goalkeeper.db");
    }
}
