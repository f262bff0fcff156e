/** A few posts, which fill two tables. */
export const POSTS_SAMPLE = `{"id":"PO1","posted_at":"2023-07-01 19:40:00","platform":"forum","author":"user4821","text":"杭州今天下冰雹了，我的车全是坑","lang":"zh"}
{"id":"PO2","posted_at":"2023-07-03 08:02:00","platform":"reviews","author":"user1190","text":"Another rear-ender in Victoria, traffic is hopeless","lang":"en"}
`
