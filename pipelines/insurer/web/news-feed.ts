/** The news feed, which fills two tables: when an item was published, and a few of them. */

/** RFC 822 or ISO, to UTC. */
export const PUBLISHED = `coalesce(try_strptime(trim("pubDate"), ['%a, %d %b %Y %H:%M:%S GMT', '%a, %d %b %Y %H:%M:%S +0000', '%Y-%m-%dT%H:%M:%S.%fZ', '%Y-%m-%dT%H:%M:%SZ']), try_cast(trim("pubDate") as timestamp))`

export const NEWS_SAMPLE = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Sample News (synthetic)</title><link>https://news.example.com</link><description>Synthetic news for the demo book</description>
<item><guid>https://news.example.com/2023-07-09/1</guid><title>杭州突降冰雹，多车受损</title><link>https://news.example.com/2023-07-09/1</link><description>杭州突降冰雹，多车受损。 330100 2023-07-09</description><pubDate>Sun, 09 Jul 2023 18:20:00 GMT</pubDate><author>desk@example.com</author><category>hail</category></item>
<item><guid>https://news.example.com/2023-11-21/2</guid><title>Severe storm floods streets in Queensland</title><link>https://news.example.com/2023-11-21/2</link><description>Severe storm floods streets in Queensland</description><pubDate>Tue, 21 Nov 2023 12:05:00 GMT</pubDate><author>desk@example.com</author><category>storm</category></item>
</channel></rss>
`
