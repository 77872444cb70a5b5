namespace Goalkeeper.Bench;

/// <summary>Where things are.</summary>
internal static class Repository
{
    /// <summary>The repository's folder: where the solution is.</summary>
    public static string Root { get; } = Find();

    /// <summary>The measurements' folder.</summary>
    public static string Bench => Path.Combine(Root, "bench");

    /// <summary>The program as README's commands build it.</summary>
    public static string Goalkeeper => Path.Combine(Root, "src", "Cli", "bin", "Release", "net10.0", "goalkeeper.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Goalkeeper.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException("bench/run works in a clone of the repository: Goalkeeper.slnx was not found.");
    }
}
