namespace Goalkeeper.Runner;

/// <summary>The text of a script that a command names.</summary>
internal static class ScriptText
{
    private const int LargestSize = 1 << 20;

    /// <summary>Reads it; null where there is no such file, or one that no person has written.</summary>
    public static string? Of(string path)
    {
        try
        {
            // A pipe may never have a writer, a device never end; they have no length, and are not opened.
            if (new FileInfo(path) is not { Exists: true, Length: > 0 and <= LargestSize }) return null;
            var text = File.ReadAllText(path);
            return text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }
}
