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
    public static string? Find(string program, string? path)
    {
        var file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        return (path ?? "").Split(Path.PathSeparator)
            .Where(folder => Path.IsPathFullyQualified(folder) && Directory.Exists(folder))
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(IsProgram);
    }

    // What everybody may replace is nobody's program.
    private static bool IsProgram(string file)
    {
        if (!File.Exists(file)) return false;
        if (OperatingSystem.IsWindows()) return true;
        const UnixFileMode execute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);
        var mode = File.GetUnixFileMode(target);
        return (mode & execute) != 0
            && !mode.HasFlag(UnixFileMode.OtherWrite)
            && !IsWritableByAll(Path.GetDirectoryName(file)!)
            && !IsWritableByAll(Path.GetDirectoryName(target)!);
    }

    private static bool IsWritableByAll(string folder)
    {
        var target = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? folder;
        return !OperatingSystem.IsWindows() && File.GetUnixFileMode(target).HasFlag(UnixFileMode.OtherWrite);
    }
}
