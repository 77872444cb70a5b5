using System.Globalization;

namespace Goalkeeper.Cli.Output;

/// <summary>A moment, for people.</summary>
internal static class TimeText
{
    /// <summary>"2025-03-01 17:05", UTC.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
