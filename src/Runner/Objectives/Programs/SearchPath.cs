namespace Goalkeeper.Runner;

/// <summary>
/// Finds programs where the user's PATH has them. The system's own search also looks in the current folder and in PATH's relative entries,
/// which belong to whoever wrote what lies there.
/// </summary>
internal static class SearchPath
{
    /// <summary>The absolute path of a program, or null.</summary>
    /// <param name="program">Its name, without <c>.exe</c>.</param>
    /// <param name="path">The value of PATH.</param>
    public static string? Find(string program, string? path) => Candidates(program, path).FirstOrDefault(f => IsExecutable(f) && IsNobodyElses(f));

    /// <summary>The same for a program that the user names: also where others may replace it, as a shell finds it.</summary>
    public static string? FindAny(string program, string? path) => Candidates(program, path).FirstOrDefault(IsExecutable);

    /// <summary>Whether a file is there and may be executed.</summary>
    public static bool IsExecutable(string file)
    {
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        return File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(Target(file)) & execute) != 0);
    }

    private static IEnumerable<string> Candidates(string program, string? path)
    {
        var file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (path ?? "").Split(Path.PathSeparator)
            .Where(folder => Path.IsPathFullyQualified(folder) && Directory.Exists(folder))
            .Select(folder => Path.Combine(folder, file));
    }

    // What everybody may replace is nobody's program.
    private static bool IsNobodyElses(string file) => OperatingSystem.IsWindows()
        || (!File.GetUnixFileMode(Target(file)).HasFlag(UnixFileMode.OtherWrite)
            && !IsWritableByAll(Path.GetDirectoryName(file)!)
            && !IsWritableByAll(Path.GetDirectoryName(Target(file))!));

    private static string Target(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);

    private static bool IsWritableByAll(string folder)
    {
        var target = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        return !OperatingSystem.IsWindows() && File.GetUnixFileMode(target).HasFlag(UnixFileMode.OtherWrite);
    }
}
