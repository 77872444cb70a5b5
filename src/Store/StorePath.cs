using System.Text.RegularExpressions;

namespace Goalkeeper.Store;

/// <summary>What a store may be called: a file's path, and nothing that SQLite or another tool reads otherwise.</summary>
internal static partial class StorePath
{
    /// <summary>The path that was meant: <c>~/</c> is the home folder, also where no shell has seen it.</summary>
    /// <param name="name">What was given.</param>
    /// <exception cref="UserErrorException">It is a folder, a device, a URI, or no name at all.</exception>
    public static string Of(string name)
    {
        var path = name is "~" || name.StartsWith("~/", StringComparison.Ordinal)
            ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + name[1..]
            : name;
        return Fault(path) is { } fault
            ? throw new UserErrorException(
                $"{fault} A store is one file, such as results/goalkeeper.db; name it with --store or GOALKEEPER_STORE.")
            : path;
    }

    /// <summary>Where the store is: what was asked for, else $GOALKEEPER_STORE, else results/goalkeeper.db.</summary>
    /// <param name="asked">What was asked for, or null.</param>
    /// <param name="variable">Environment variables, by name.</param>
    /// <exception cref="UserErrorException">It is no file.</exception>
    public static string Resolve(string? asked, Func<string, string?> variable)
    {
        if (asked is not null) return Of(asked);
        return variable("GOALKEEPER_STORE") is { Length: > 0 } path ? Of(path) : Path.Combine("results", "goalkeeper.db");
    }

    private static string? Fault(string path)
    {
        if (string.IsNullOrWhiteSpace(path)) return "The store's name is empty.";
        if (path.StartsWith(':')) return $"'{path}' is not a file: SQLite would keep the store nowhere.";
        if (Uri().IsMatch(path)) return $"'{path}' is not a file's path, but a URI.";
        if (path.StartsWith('~')) return $"'{path}' is in another user's home folder, which is not looked up; write the path out.";
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path)) return $"'{path}' is not a file, but a folder.";
        if (!Path.Exists(path) && new FileInfo(path).LinkTarget is { } target) return $"'{path}' is a link to '{target}', which is not there.";
        return FileIdentity.IsSpecial(path) ? $"'{path}' is not a file, but a device or a pipe." : null;
    }

    // A drive of Windows has one letter.
    [GeneratedRegex(@"^(?:[a-z][a-z0-9+.-]+://|(?:file|sqlite3?|jdbc):)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Uri();
}
