using System.Globalization;

namespace Goalkeeper.Report.Text;

/// <summary>A length of time, for people.</summary>
internal static class DurationText
{
    /// <summary>"1.5 s", "1:05" or "2:01:05".</summary>
    public static string Of(TimeSpan time)
    {
        if (time < TimeSpan.FromSeconds(10)) return $"{NumberText.Fixed(time.TotalSeconds, 1)} s";
        var rounded = TimeSpan.FromSeconds(Math.Round(time.TotalSeconds));
        return rounded.TotalHours < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{rounded.Minutes}:{rounded.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{(long)rounded.TotalHours}:{rounded.Minutes:00}:{rounded.Seconds:00}");
    }
}
