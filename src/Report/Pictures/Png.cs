using System.Runtime.InteropServices;
using SkiaSharp;

namespace Goalkeeper.Report.Pictures;

/// <summary>Writes pictures as PNG: 8 bits a channel, no metadata, so the same pixels give the same bytes.</summary>
internal static class Png
{
    private const int Smallest = 9; // zlib's level

    public static byte[] Encode(RgbImage image)
    {
        var rgba = new byte[4 * image.Width * image.Height];
        for (var i = 0; i < image.Width * image.Height; i++)
        {
            image.Bytes.AsSpan(3 * i, 3).CopyTo(rgba.AsSpan(4 * i));
            rgba[4 * i + 3] = byte.MaxValue;
        }
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var pixels = GCHandle.Alloc(rgba, GCHandleType.Pinned);
        try
        {
            using var pixmap = new SKPixmap(info, pixels.AddrOfPinnedObject());
            using var png = pixmap.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.AllFilters, Smallest));
            return png!.ToArray();
        }
        finally
        {
            pixels.Free();
        }
    }
}
