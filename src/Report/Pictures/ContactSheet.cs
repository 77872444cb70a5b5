namespace Goalkeeper.Report.Pictures;

/// <summary>Pictures side by side in one: rows of six, each pixel drawn as four so that small ones can be seen, on white.</summary>
internal static class ContactSheet
{
    /// <summary>Pictures in a row.</summary>
    public const int Columns = 6;

    private const int Zoom = 2;
    private const int Gap = 8;

    /// <param name="images">At least one.</param>
    public static RgbImage Of(IReadOnlyList<RgbImage> images)
    {
        var (cellWidth, cellHeight) = (images.Max(i => i.Width) * Zoom + Gap, images.Max(i => i.Height) * Zoom + Gap);
        var columns = Math.Min(images.Count, Columns);
        var rows = (images.Count + Columns - 1) / Columns;
        var (width, height) = (columns * cellWidth + Gap, rows * cellHeight + Gap);
        var bytes = new byte[3 * width * height];
        Array.Fill(bytes, byte.MaxValue);
        for (var i = 0; i < images.Count; i++)
        {
            var (image, left, top) = (images[i], Gap + i % Columns * cellWidth, Gap + i / Columns * cellHeight);
            for (var y = 0; y < image.Height * Zoom; y++)
            {
                for (var x = 0; x < image.Width * Zoom; x++)
                    image.Bytes.AsSpan(3 * (y / Zoom * image.Width + x / Zoom), 3).CopyTo(bytes.AsSpan(3 * ((top + y) * width + left + x)));
            }
        }
        return new RgbImage(width, height, bytes);
    }
}
