using Goalkeeper.Cli.Context;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary>Where the store is.</summary>
internal static class StoreLocation
{
    /// <summary>What was asked for, else $GOALKEEPER_STORE, else results/goalkeeper.db.</summary>
    public static string Resolve(string? asked, CommandContext context) => StorePath.Resolve(asked, context.Variable);

    /// <summary>The same, of a store that must be there.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static string ResolveExisting(string? asked, CommandContext context)
    {
        var path = Resolve(asked, context);
        if (!File.Exists(path)) SweepStore.OpenReadOnly(path).Dispose(); // which says so
        return path;
    }

    /// <summary>What a command line that means the same store has at its end: nothing, or <c> --store file</c>.</summary>
    public static string Option(string? asked) => asked is null ? "" : $" --store {TypedCommand.Quote(asked)}";
}
